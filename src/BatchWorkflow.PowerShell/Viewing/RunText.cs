using BatchWorkflow.Engine.Views;

namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>Runs as text: several of them make one JSON array, or YAML documents, or tables below each other.</summary>
internal sealed class RunText(StatusFormat format, bool isList)
{
    private readonly List<string> _array = [];
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
            default:
                return (isLater ? Environment.NewLine : "") + RunTable.Text(run, width, colour: false).TrimEnd();
        }
    }

    /// <summary>What is left to say, or null.</summary>
    public string? End() => format == StatusFormat.Json && isList ? $"[{string.Join(",\n", _array)}]" : null;
}
