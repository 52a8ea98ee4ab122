using System.Diagnostics;
using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

/// <summary>A user of this machine for one test, with a password; goes with this object.</summary>
internal sealed class TestUser : IAsyncDisposable
{
    private string? sudoers;

    private TestUser(string name) => Name = name;

    public string Name { get; }

    public string Password { get; } = $"pw-{Guid.NewGuid():n}";

    public static async Task<TestUser> MakeAsync()
    {
        if (Environment.UserName != "root")
            Components.Lacks("root", "only root can make a user for the test");
        string useradd = Components.Program("sshd", "useradd", "install passwd"), chpasswd = Components.Program("sshd", "chpasswd", "install passwd");
        TestUser user = new($"bw{Guid.NewGuid():n}"[..12]);
        await SshServer.RunAsync(useradd, "--create-home", "--shell", "/bin/bash", user.Name);
        using Process process = Process.Start(new ProcessStartInfo(chpasswd) { RedirectStandardInput = true })!;
        await process.StandardInput.WriteLineAsync($"{user.Name}:{user.Password}");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return user;
    }

    /// <summary>Lets it use sudo.</summary>
    public async Task AllowSudoAsync(string rule)
    {
        Components.Program("sshd", "sudo", "install sudo");
        sudoers = $"/etc/sudoers.d/{Name}";
        await File.WriteAllTextAsync(sudoers, $"{Name} {rule}\n");
        File.SetUnixFileMode(sudoers, UnixFileMode.UserRead | UnixFileMode.GroupRead);
    }

    public async ValueTask DisposeAsync()
    {
        if (sudoers is not null)
            File.Delete(sudoers);
        await SshServer.RunAsync(Components.Program("sshd", "userdel", "install passwd"), "--force", "--remove", Name);
    }
}
