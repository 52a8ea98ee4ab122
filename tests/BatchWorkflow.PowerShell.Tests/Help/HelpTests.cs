using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Tests.Help;

public sealed class HelpTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const int FewestExamples = 2;

    private IReadOnlyList<CmdletInfo> Cmdlets() => [.. session.Run("Get-Command -Module BatchWorkflow").DemandSuccess().Output.Select(o => Assert.IsType<CmdletInfo>(o.BaseObject))];

    [Fact]
    public void Cmdlet_All_HaveAPageForEachParameterAndExamples()
    {
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            HelpPage page = HelpPage.Read(cmdlet.Name);
            Assert.NotEmpty(page.Synopsis);
            Assert.NotEmpty(page.Description);
            Assert.NotEmpty(page.Outputs);
            Assert.Equal(HelpFile.OwnParameters(cmdlet).Order(), page.Parameters.Keys.Order());
            Assert.All(page.Parameters.Values, Assert.NotEmpty);
            Assert.True(page.Examples.Count >= FewestExamples, $"{cmdlet.Name} has {page.Examples.Count} examples.");
        }
    }

    [Fact]
    public void HelpFile_AsShipped_IsMadeFromThePagesOfToday()
    {
        string file = Repository.File("module", "en-US", "BatchWorkflow.PowerShell.dll-Help.xml");
        string made = HelpFile.Make(Cmdlets());
        if (Environment.GetEnvironmentVariable("BATCHWORKFLOW_WRITE_HELP") == "1")
            File.WriteAllText(file, made);
        Assert.True(made == File.ReadAllText(file), "The help file is not that of the pages: run ./build.ps1 -Task Help.");
    }

    [Fact]
    public void GetHelp_OfACmdlet_FindsPageParametersAndExamples()
    {
        PSObject help = session.Run("Get-Help Submit-BatchWorkflow -Full").One();

        Assert.Equal(HelpPage.Read("Submit-BatchWorkflow").Synopsis, help.Properties["Synopsis"].Value);
        Assert.True(session.Run("@((Get-Help Submit-BatchWorkflow).examples.example).Count").One().BaseObject is >= FewestExamples);
    }

    [Fact]
    public void GetHelp_OfTheTopic_FindsIt() => Assert.Contains("Resume-BatchWorkflow", session.Run("Get-Help about_BatchWorkflow").One().ToString(), StringComparison.Ordinal);
}
