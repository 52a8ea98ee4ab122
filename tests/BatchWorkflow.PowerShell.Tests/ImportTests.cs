using System.Runtime.Loader;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class ImportTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Import = "Import-Module $args[0]; ";

    [Fact]
    public void Import_Manifest_ExportsEachListedCmdlet()
    {
        IReadOnlyList<string> listed = session.Run("(Test-ModuleManifest $args[0]).ExportedCmdlets.Keys", Repository.Manifest).DemandSuccess().Texts;
        IReadOnlyList<string> exported = session.Run("(Get-Command -Module BatchWorkflow).Name").DemandSuccess().Texts;

        Assert.Equal(23, exported.Count);
        Assert.Equal(listed.Order(), exported.Order());
    }

    [Theory]
    [InlineData("Remove-Module BatchWorkflow; Import-Module $args[0]")]
    [InlineData("Import-Module $args[0] -Force")]
    [InlineData("Import-Module $args[0] -Force; Import-Module $args[0] -Force")]
    public void Import_Again_CmdletsWork(string again)
    {
        Outcome outcome = session.Run(again + "; (Get-BatchProvider local).Name", Repository.Manifest);

        Assert.Equal("local", outcome.One().BaseObject);
    }

    [Fact]
    public void Remove_Module_LeavesNoCommandBehind()
    {
        IReadOnlyList<string> left = session.Run("Remove-Module BatchWorkflow; (Get-Module -All).Name; Import-Module $args[0]", Repository.Manifest).DemandSuccess().Texts;

        Assert.DoesNotContain(left, name => name.Contains("BatchWorkflow", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_LeavesNoJobAndNoTimerBehind()
    {
        long timers = Timer.ActiveCount;
        Outcome outcome = session.Run("Remove-Module BatchWorkflow; " + Import + "Get-Job", Repository.Manifest).DemandSuccess();

        Assert.Empty(outcome.Output);
        Assert.InRange(Timer.ActiveCount, 0, timers);
    }

    [Fact]
    public void Import_OwnLibraries_StayOutOfTheDefaultContext()
    {
        string[] names = [.. AssemblyLoadContext.Default.Assemblies.Select(a => a.GetName().Name!)];

        Assert.Contains("BatchWorkflow.Abstractions", names);
        Assert.Contains("BatchWorkflow.Loader", names);
        Assert.DoesNotContain("BatchWorkflow.Engine", names);
        Assert.DoesNotContain("BatchWorkflow.PowerShell", names);
        Assert.DoesNotContain("YamlDotNet", names);
    }

    [Fact]
    public void Import_AnotherBuildOfTheSharedAssembly_IsRefused()
    {
        using TemporaryFolder folder = new();
        string module = Directory.CreateDirectory(Path.Combine(folder.Path, "module")).FullName;
        string bin = Directory.CreateDirectory(Path.Combine(module, "bin")).FullName;
        foreach (string file in Directory.GetFiles(Repository.File("module", "bin"), "*.dll"))
            File.Copy(file, Path.Combine(bin, Path.GetFileName(file)));
        // Any other assembly stands for another build: what counts is that its module id is not the loaded one's.
        File.Copy(Path.Combine(bin, "BatchWorkflow.Engine.dll"), Path.Combine(bin, "BatchWorkflow.Abstractions.dll"), overwrite: true);
        File.Copy(Repository.File("module", "BatchWorkflow.psm1"), Path.Combine(module, "BatchWorkflow.psm1"));

        Outcome outcome = session.Run("Import-Module $args[0]", Path.Combine(module, "BatchWorkflow.psm1"));

        Assert.Equal(["BatchWorkflow.Module.OtherVersion"], outcome.ErrorIds);
        Assert.Contains("Start a new session", outcome.Errors[0].ToString(), StringComparison.Ordinal);
    }
}
