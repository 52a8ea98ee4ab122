using System.Text.Json;
using BatchWorkflow.Engine.Views;
using YamlDotNet.RepresentationModel;

namespace BatchWorkflow.Engine.Tests.Views;

public sealed class ViewTests
{
    private const string Workflow = """
        name: web
        operations:
          - id: create-servers
        	depend_on: [nothing]
          - id: a very long line that goes on and on, past what any screen shows, until at last there is an unknown_key: 1
        """;

    [Fact]
    public void FailureBlock_FailedStep_ShowsAllThatANewReaderNeeds() =>
        Golden.Equal("failure.txt", FailureBlock.Text(ViewSamples.Failed, ViewSamples.Failed.StepList[3], 3, 120, colour: false));

    [Fact]
    public void FailureBlock_StepThatCouldNotBeUndone_SaysWhatIsStillThere() =>
        Golden.Equal("failure-rollback.txt", FailureBlock.Text(ViewSamples.RolledBack, ViewSamples.RolledBack.StepList[0], null, 60, colour: true));

    [Fact]
    public void RunTable_FailedRun_ShowsItWhole() => Golden.Equal("run-failed.txt", RunTable.Text(ViewSamples.Failed, 140, colour: false));

    [Fact]
    public void RunTable_RunUnderWay_ShowsWhatItWaitsFor() => Golden.Equal("run-running.txt", RunTable.Text(ViewSamples.Running, 120, colour: true));

    [Fact]
    public void RunTable_RunAtGates_ShowsWhatIsAskedAndHowToAnswer() => Golden.Equal("run-waiting.txt", RunTable.Text(ViewSamples.Waiting, 100, colour: false));

    [Fact]
    public void RunTable_NarrowScreen_CutsNotesAndNames() => Golden.Equal("run-narrow.txt", RunTable.Text(ViewSamples.RolledBack, 80, colour: false));

    [Fact]
    public void RunListTable_Runs_AreOneLineEach() => Golden.Equal("run-list.txt", RunListTable.Text([ViewSamples.Failed, ViewSamples.Running, ViewSamples.Waiting], 120, colour: false));

    [Theory]
    [InlineData(79)]
    [InlineData(99)]
    [InlineData(119)]
    public void Tables_OfLongNamesAndTexts_FitTheScreen(int width)
    {
        BatchRun run = ViewSamples.Long;
        string text = RunTable.Text(run, width, colour: false) + RunListTable.Text([run], width, colour: false)
            + PlanText.Text(ViewSamples.LongPlan, width, colour: false);

        Assert.DoesNotContain(text.Split('\n'), line => line.Length > width);
        Assert.Contains("2026-01-02 03:04:07Z", text, StringComparison.Ordinal);
        Assert.Contains("worker-17 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PlanText_EveryAction_IsSaidWithItsReason() => Golden.Equal("plan.txt", PlanText.Text(ViewSamples.Plan, 120, colour: false));

    [Fact]
    public void PlanText_Colour_IsAnsi() => Golden.Equal("plan-colour.txt", PlanText.Text(ViewSamples.Plan, 80, colour: true));

    [Fact]
    public void PlanText_Rollback_ListsWhatStays() => Golden.Equal("plan-rollback.txt", PlanText.Text(ViewSamples.Rollback, 120, colour: false));

    [Fact]
    public void ProblemText_ProblemsOfTwoFiles_ShowPlaceAndMark()
    {
        Problem[] problems =
        [
            At("workflow.yaml", 5, 113, "unknown_key is not a key of an operation."),
            At("workflow.yaml", 4, 2, "depend_on is not a key of an operation.") with { Hint = "Did you mean depends_on?" },
            At("infrastructure.yaml", 9, 1, "There is no server web-1."),
            At("workflow.yaml", 3, 9, "create-servers has no items.") with { IsWarning = true },
            At("", 0, 0, "The state folder is not there."),
        ];
        Golden.Equal("problems.txt", ProblemText.Text(problems, file => file == "workflow.yaml" ? Workflow : null, 80, colour: false));
    }

    [Theory]
    [InlineData(200, "2/6 done; install-base/os@wuji-cp-0 (12 s); install-base/containerd@wuji-cp-0 again in 5.0 s; install-base/resolv@wuji-cp-0 waits for server wuji-cp-0, which run 20260102-030000-cd34 holds")]
    [InlineData(40, "2/6 done; install-base/os@wuji-cp-0 (12…")]
    public void ProgressText_RunUnderWay_IsOneLine(int width, string expected) =>
        Assert.Equal(expected, ProgressText.Text(ViewSamples.Running, ViewSamples.Begin.AddSeconds(65), width));

    [Fact]
    public void ProgressText_RunThatStops_SaysSo() => Assert.Equal(
        "Stopping; 2/6 done, 1 failed; install-base/os@wuji-cp-0 (12 s)",
        ProgressText.Text(ViewSamples.Running with { Status = RunStatus.Stopping, StepsFailed = 1, StepList = [.. ViewSamples.Running.StepList.Take(3)] }, ViewSamples.Begin, 200));

    [Fact]
    public void RunJson_Run_HasSnakeCaseNamesAndRealBooleans()
    {
        JsonElement run = JsonDocument.Parse(RunJson.Text(ViewSamples.Failed)).RootElement;
        Assert.True(run.GetProperty("failed").GetBoolean());
        Assert.Equal("failed", run.GetProperty("status").GetString());
        Assert.Equal(3, run.GetProperty("step_list")[3].GetProperty("attempts").GetInt32());
    }

    [Fact]
    public void RunYaml_Run_ReadsAsTheSameValuesAsItsJson()
    {
        BatchRun run = ViewSamples.Failed with { Reason = "yes: it is\n\"quoted\" #not a comment\t", Workflow = "no", Infrastructure = "1e3", Holder = "" };
        string text = RunYaml.Text(run);
        YamlStream yaml = [];
        yaml.Load(new StringReader(text));
        AssertSame(JsonSerializer.SerializeToElement(run, EngineJson.Line), yaml.Documents[0].RootNode);
        Assert.StartsWith(
            "id: \"20260102-030405-ab12\"\nworkflow: \"no\"\ninfrastructure: \"1e3\"\nstatus: failed\nreason: \"yes: it is\\n\\\"quoted\\\" #not a comment\t\"\n",
            text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.6, "0 min 59 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(3725, "1 h 02 min")]
    [InlineData(187200, "2 d 4 h")]
    public void Durations_Text_HasWhatMatters(double seconds, string expected) =>
        Assert.Equal(expected, Durations.Text(TimeSpan.FromSeconds(seconds)));

    private static Problem At(string file, int line, int column, string message) =>
        new() { Code = "Definition.Test", Message = message, Location = new SourceLocation(file, line, column) };

    private static void AssertSame(JsonElement json, YamlNode yaml)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                YamlMappingNode map = Assert.IsType<YamlMappingNode>(yaml);
                Assert.Equal(json.EnumerateObject().Select(property => property.Name), map.Children.Keys.Select(key => ((YamlScalarNode)key).Value));
                foreach (JsonProperty property in json.EnumerateObject())
                    AssertSame(property.Value, map[property.Name]);
                break;
            case JsonValueKind.Array:
                YamlSequenceNode list = Assert.IsType<YamlSequenceNode>(yaml);
                Assert.Equal(json.GetArrayLength(), list.Children.Count);
                foreach ((JsonElement item, YamlNode node) in json.EnumerateArray().Zip(list.Children))
                    AssertSame(item, node);
                break;
            default:
                Assert.Equal(json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText(), ((YamlScalarNode)yaml).Value);
                break;
        }
    }
}
