using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>Runs as text: several of them make one JSON array, or YAML documents, or one table.</summary>
/// <param name="format">The form.</param>
/// <param name="isList">True when the runs belong together even where there is only one: their JSON is an array.</param>
/// <param name="isWhole">True shows each run with its steps where the form leaves a choice.</param>
internal sealed class RunText(StatusFormat format, bool isList, bool isWhole)
{
    private readonly List<string> _array = [];
    private readonly List<BatchRun> _rows = [];
    private bool _isLater;

    /// <summary>The text of the next run, or null when it comes at the end.</summary>
    public string? Add(BatchRun run, int width)
    {
        bool isLater = _isLater;
        _isLater = true;
        switch (format)
        {
            case StatusFormat.Json when isList:
                _array.Add(RunJson.Text(run).TrimEnd());
                return null;
            case StatusFormat.Json:
                return RunJson.Text(run).TrimEnd();
            case StatusFormat.Yaml:
                return (isLater ? "---" + Environment.NewLine : "") + RunYaml.Text(run).TrimEnd();
            case StatusFormat.Table when !isWhole:
                _rows.Add(run);
                return null;
            default:
                return (isLater ? Environment.NewLine : "") + RunTable.Text(run, width, colour: false).TrimEnd();
        }
    }

    /// <summary>What is left to say, or null.</summary>
    public string? End(int width) => format switch
    {
        StatusFormat.Json when isList => $"[{string.Join(",\n", _array)}]",
        StatusFormat.Table when _rows.Count > 0 => RunListTable.Text(_rows, width, colour: false).TrimEnd(),
        _ => null,
    };
}
