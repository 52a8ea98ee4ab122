using BatchWorkflow.StandIn.Configuration;

namespace BatchWorkflow.StandIn.Tests;

/// <summary>What an example's own files give to the scripts of one of its servers.</summary>
internal sealed class Example(string folder)
{
    public static Example Wuji { get; } = new("01-wuji");

    public static Example Rollback { get; } = new("02-rollback");

    public static Example Cluster { get; } = new("03-cluster");

    public string Path { get; } = System.IO.Path.Combine(Repository.Examples, folder);

    public string Taskserv(string name) => System.IO.Path.Combine(Path, "taskservs", name);

    public string HealthCheck(string taskserv) => Definition(taskserv).Map("health_check").Scalar("command").Text;

    /// <summary>BW_VAR_ variables: the taskserv's defaults, then the workflow's, then the server's.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables(string server, string taskserv)
    {
        MapNode workflow = YamlReader.Document(System.IO.Path.Combine(Path, "workflow.yaml"));
        MapNode infrastructure = YamlReader.Document(System.IO.Path.Combine(Path, "infrastructure.yaml"));
        MapNode machine = infrastructure.List("servers").Items.Select(item => item.AsMap("server")).First(item => item.Scalar("name").Text == server);
        return new[] { Definition(taskserv), workflow, machine }
            .SelectMany(definition => definition.Find("variables") is MapNode variables ? variables.Entries : [])
            .Select(variable => KeyValuePair.Create($"BW_VAR_{variable.Key.ToUpperInvariant()}", Text(variable.Value)));
    }

    private static string Text(ConfigNode value) => value is ListNode list
        ? $"[{string.Join(",", list.Items.Select(item => $"\"{item.AsScalar("item").Text}\""))}]"
        : value.AsScalar("variable").Text;

    private MapNode Definition(string taskserv) => YamlReader.Document(System.IO.Path.Combine(Taskserv(taskserv), "taskserv.yaml"));
}
