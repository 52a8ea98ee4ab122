using BatchWorkflow.Shell.Arguments;

namespace BatchWorkflow.PowerShell.Tests;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("Submit-BatchWorkflow 'examples/01-wuji/workflow.yaml' -Watch", "Submit-BatchWorkflow", "examples/01-wuji/workflow.yaml", "-Watch")]
    [InlineData("Get-BatchStatus -Id '20251123-104400-1a2b'", "Get-BatchStatus", "-Id", "20251123-104400-1a2b")]
    [InlineData("Submit-BatchWorkflow 'my file.yaml'", "Submit-BatchWorkflow", "my file.yaml")]
    [InlineData("Submit-BatchWorkflow 'a;exit 9'", "Submit-BatchWorkflow", "a;exit 9")]
    [InlineData("Submit-BatchWorkflow '$(exit 9)'", "Submit-BatchWorkflow", "$(exit 9)")]
    [InlineData("Submit-BatchWorkflow 'it''s'", "Submit-BatchWorkflow", "it's")]
    [InlineData("Submit-BatchWorkflow -Server 'web-1','web-2'", "Submit-BatchWorkflow", "-Server", "web-1,web-2")]
    [InlineData("Submit-BatchWorkflow -Variable @{ who = 'me'; n = 3 }", "Submit-BatchWorkflow", "-Variable", "@{ who = 'me'; n = 3 }")]
    [InlineData("Submit-BatchWorkflow -Variable '@{ who = $(exit 9) }'", "Submit-BatchWorkflow", "-Variable", "@{ who = $(exit 9) }")]
    [InlineData("Remove-BatchWorkflow 'x' -Confirm:$false", "Remove-BatchWorkflow", "x", "-Confirm:$false")]
    [InlineData("Get-BatchLog -Tail 5", "Get-BatchLog", "-Tail", "5")]
    [InlineData("& './my script.ps1' -?", "./my script.ps1", "-?")]
    public void Join_Words_MakesACommandInWhichNoWordIsCode(string expected, params string[] words) => Assert.Equal(expected, CommandWords.Join(words));

    [Fact]
    public void JoinLiteral_Commas_StayInOneString() => Assert.Equal("& 'a.ps1' 'x,y'", CommandWords.JoinLiteral(["a.ps1", "x,y"]));
}
