using System.Runtime.Versioning;

namespace BatchWorkflow.Engine.Tests.Running;

/// <summary>A state's folder to which others could write: it is closed, and whoever plans or submits next is told once.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OpenStateTests
{
    private const string Make = """
        name: site
        operations:
          - { id: make, type: create, target: server, items: [a] }
          - { id: app, type: create, target: taskserv, items: [app], depends_on: [make] }
        """;

    [Fact]
    public async Task Submit_StateWasOpen_ClosesItAndWarns()
    {
        await using ScriptedEngine engine = New();
        BatchRun run = await engine.RunAsync(Make);
        Assert.Contains(run.Warnings, w => w.Contains("Every user could write to", StringComparison.Ordinal));
        Assert.Equal(default, File.GetUnixFileMode(engine["state"]) & (UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));
        Assert.DoesNotContain((await engine.RunAsync(Make)).Warnings, w => w.Contains("could write to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_ThatAsksChecksOverAnOpenState_ClosesItAndWarns()
    {
        await using ScriptedEngine engine = New();
        await engine.RunAsync(Make);
        File.SetUnixFileMode(engine["state"], (UnixFileMode)0x1FF);
        Plan plan = await engine.PlanAsync(Make, refresh: true);
        Assert.Equal("State.WasOpen", Assert.Single(plan.Warnings).Code);
        Assert.Empty((await engine.PlanAsync(Make, refresh: true)).Warnings);
    }

    private static ScriptedEngine New()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        ScriptedEngine engine = new();
        engine.WriteServers("a");
        engine.Write("taskservs/app/taskserv.yaml", "version: \"1\"\n");
        engine.Write("taskservs/app/check.sh", "");
        engine.Write("taskservs/app/create.sh", "");
        engine.Write("taskservs/app/delete.sh", "");
        File.SetUnixFileMode(Directory.CreateDirectory(engine["state"]).FullName, (UnixFileMode)0x1FF);
        return engine;
    }
}
