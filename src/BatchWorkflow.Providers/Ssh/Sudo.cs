using System.Security.Cryptography;
using System.Text;
using BatchWorkflow.Providers.Shells;

namespace BatchWorkflow.Providers.Ssh;

/// <summary>Makes a shell that of another user. The password goes to sudo's standard input when it asks, and nowhere else.</summary>
internal sealed class Sudo(SshSettings settings)
{
    private const int Longest = 8000;

    private readonly string word = $"bw-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    /// <summary>The command that opens the shell.</summary>
    public string Command
    {
        get
        {
            // -k, or a remembered login would leave the password unread, and the shell would take it for a command.
            string ask = settings.BecomePassword is null ? "-n" : $"-S -k -p {word}?";
            return $"exec sh -c 'exec sudo {ask} -H -u {settings.BecomeUser} -- sh -c \"echo {word}!; exec sh\" 2>&1'";
        }
    }

    /// <summary>Answers sudo until the shell is there. Throws <see cref="FailureException"/> of kind Auth when it refuses.</summary>
    public void Pass(ShellChannel shell)
    {
        StringBuilder said = new();
        byte[] buffer = new byte[1024];
        bool answered = false;
        while (shell.Output.Read(buffer, 0, buffer.Length) is > 0 and int count)
        {
            said.Append(Encoding.UTF8.GetString(buffer, 0, count));
            string text = said.ToString();
            if (text.Contains($"{word}!", StringComparison.Ordinal))
                return;
            if (text.Contains($"{word}?", StringComparison.Ordinal))
            {
                if (answered)
                    throw Refused("it does not take the password");
                answered = true;
                shell.Input.Write(Encoding.UTF8.GetBytes(settings.BecomePassword + "\n"));
                shell.Input.Flush();
                said.Clear();
            }
            if (said.Length > Longest)
                said.Remove(0, said.Length - Longest);
        }
        throw Refused($"{said} {shell.Trouble}".Trim() is { Length: > 0 } why ? why : "the session ended");
    }

    private FailureException Refused(string why) => new(new Failure
    {
        Kind = FailureKind.Auth,
        Message = $"sudo on {settings.Address} does not let {settings.Login} become {settings.BecomeUser}: {why}",
    });
}
