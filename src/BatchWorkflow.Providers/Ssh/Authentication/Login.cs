using Renci.SshNet;
using Renci.SshNet.Common;

namespace BatchWorkflow.Providers.Ssh.Authentication;

/// <summary>Who logs in and by what: keys of the agent, key files, a password, in this order.</summary>
internal static class Login
{
    private static readonly string[] UsualKeys = ["id_ed25519", "id_ecdsa", "id_rsa"];

    /// <summary>The ways to log in. Throws <see cref="FailureException"/> of kind Auth when there is none.</summary>
    public static AuthenticationMethod[] Methods(SshSettings settings)
    {
        List<IPrivateKeySource> keys = [];
        if (settings.Agent ?? settings.Keys.Count == 0)
            keys.AddRange(Agent.Current?.Keys() ?? []);
        List<string> locked = [];
        keys.AddRange(settings.Keys.Count > 0 ? settings.Keys.Select(path => Read(SshPaths.Expand(path), settings)) : Usual(settings, locked));
        List<AuthenticationMethod> methods = [];
        if (keys.Count > 0)
            methods.Add(new PrivateKeyAuthenticationMethod(settings.Login, [.. keys]));
        if (settings.Password is { } password)
            methods.AddRange([new PasswordAuthenticationMethod(settings.Login, password), Prompted(settings.Login, password)]);
        return methods.Count > 0 ? [.. methods] : throw Refused($"There is no way to log in to {settings.Address}: "
            + (locked.Count > 0 ? $"{string.Join(", ", locked)} is encrypted; give its passphrase." : "give a key or a password, or start the ssh agent."));
    }

    private static PrivateKeyFile Read(string path, SshSettings settings)
    {
        try
        {
            return settings.Passphrase is { } passphrase ? new PrivateKeyFile(path, passphrase) : new PrivateKeyFile(path);
        }
        catch (SshPassPhraseNullOrEmptyException locked)
        {
            throw Refused($"The key {path} is encrypted: give its passphrase, such as passphrase: env:NAME, or add it to the ssh agent.", locked);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused($"The key {path} is not there.", absent);
        }
        catch (Exception wrong) when (wrong is SshException or InvalidOperationException or NotSupportedException or UnauthorizedAccessException or ArgumentException
            or System.Security.Cryptography.CryptographicException)
        {
            throw Refused($"The key {path} cannot be read{(settings.Passphrase is null ? "" : "; its passphrase may be wrong")}: {wrong.Message}", wrong);
        }
    }

    private static IEnumerable<IPrivateKeySource> Usual(SshSettings settings, List<string> locked)
    {
        foreach (string path in UsualKeys.Select(name => SshPaths.Find($".ssh/{name}")).OfType<string>().Where(File.Exists))
        {
            PrivateKeyFile? key = null;
            try
            {
                key = Read(path, settings);
            }
            catch (FailureException failed) when (failed.InnerException is SshPassPhraseNullOrEmptyException)
            {
                locked.Add(path);
            }
            if (key is not null)
                yield return key;
        }
    }

    /// <summary>Servers that leave passwords to PAM ask for them.</summary>
    private static KeyboardInteractiveAuthenticationMethod Prompted(string user, string password)
    {
        KeyboardInteractiveAuthenticationMethod method = new(user);
        method.AuthenticationPrompt += (_, asked) =>
        {
            foreach (AuthenticationPrompt prompt in asked.Prompts)
                prompt.Response = password;
        };
        return method;
    }

    private static FailureException Refused(string message, Exception? inner = null)
        => new(new Failure { Kind = FailureKind.Auth, Message = message }, inner);
}
