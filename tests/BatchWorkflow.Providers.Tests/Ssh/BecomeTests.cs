using BatchWorkflow.TestKit;

namespace BatchWorkflow.Providers.Tests.Ssh;

public sealed class BecomeTests : SshTest
{
    protected override IReadOnlyList<string> Options => ["PasswordAuthentication yes"];

    [Fact]
    [Turns("ssh.user")]
    [Turns("ssh.password")]
    public async Task Login_Password_IsLetInAndAWrongOneIsNot()
    {
        await using TestUser user = await TestUser.MakeAsync();
        await using (Connection connection = OpenAs(user))
            Assert.Equal([user.Name], await SaysAsync(connection, "id -un"));
        Failure failure = await RefusedAsync(OpenAs(user, settings => settings["password"] = "wrong-one"));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.DoesNotContain("wrong-one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Turns("ssh.become")]
    public async Task Become_SudoAsksForThePassword_RunsAsRootAndShowsItToNobody()
    {
        await using TestUser user = await TestUser.MakeAsync();
        await user.AllowSudoAsync("ALL=(ALL:ALL) ALL");
        await using Connection connection = OpenAs(user, settings => (settings["become"], settings["become_password"]) = (true, user.Password));
        Assert.Equal(["root"], await SaysAsync(connection, "id -un"));
        IReadOnlyList<string> seen = await SaysAsync(connection, "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; true");
        Assert.Contains(seen, line => line == "sudo");
        Assert.DoesNotContain(seen, line => line.Contains(user.Password, StringComparison.Ordinal));
    }

    [Fact]
    [Turns("ssh.become_user")]
    public async Task Become_SudoAsksForNothing_RunsAsTheOtherUser()
    {
        await using TestUser user = await TestUser.MakeAsync();
        await using TestUser other = await TestUser.MakeAsync();
        await user.AllowSudoAsync("ALL=(ALL:ALL) NOPASSWD: ALL");
        await using Connection without = OpenAs(user, settings => (settings["become"], settings["become_user"]) = (true, other.Name));
        Assert.Equal([other.Name, $"/home/{other.Name}"], await SaysAsync(without, "id -un; echo $HOME"));
        // A password that sudo does not ask for must not reach the shell.
        await using Connection with = OpenAs(user, settings => (settings["become"], settings["become_password"]) = (true, user.Password));
        Assert.Equal(["root"], await SaysAsync(with, "id -un"));
    }

    [Fact]
    [Turns("ssh.become_password")]
    public async Task Become_WrongPassword_IsRefusedForGoodWithoutShowingIt()
    {
        await using TestUser user = await TestUser.MakeAsync();
        await user.AllowSudoAsync("ALL=(ALL:ALL) ALL");
        Failure failure = await RefusedAsync(OpenAs(user, settings => (settings["become"], settings["become_password"]) = (true, "wrong-one")));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains("it does not take the password", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Become_PasswordIsNeededAndNotGiven_SaysSo()
    {
        await using TestUser user = await TestUser.MakeAsync();
        await user.AllowSudoAsync("ALL=(ALL:ALL) ALL");
        Failure failure = await RefusedAsync(OpenAs(user, settings => settings["become"] = true));
        Assert.Equal(FailureKind.Auth, failure.Kind);
        Assert.Contains("password is required", failure.Message, StringComparison.Ordinal);
    }

    private Connection OpenAs(TestUser user, Action<Dictionary<string, object?>>? change = null) => Server.Open(settings =>
    {
        settings.Remove("key");
        settings.Remove("folder");
        settings["agent"] = false;
        settings["user"] = user.Name;
        settings["password"] = user.Password;
        settings["environment"] = new Dictionary<string, object?> { ["TMPDIR"] = "/tmp" };
        change?.Invoke(settings);
    });
}
