using BatchWorkflow.Engine.Taskservs;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>A script with the files that it names, and those that these name: what can matter when it runs.</summary>
/// <param name="texts">Their texts by relative path.</param>
internal sealed class ScriptTexts(IReadOnlyDictionary<string, string> texts)
{
    /// <summary>The relative paths.</summary>
    public IEnumerable<string> Paths => texts.Keys;

    /// <summary>Follows the names from a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="files">All files beside it.</param>
    /// <param name="read">Reads one.</param>
    public static async Task<ScriptTexts> FromAsync(string script, IEnumerable<string> files, Func<string, Task<string>> read)
    {
        string[] all = [.. files];
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        Queue<string> open = new([script]);
        while (open.TryDequeue(out string? file))
        {
            if (texts.ContainsKey(file))
                continue;
            string text = texts[file] = await read(file);
            foreach (string other in all.Where(o => text.Contains(Path.GetFileName(TemplateMarks.Rendered(o)), StringComparison.Ordinal)))
                open.Enqueue(other);
        }
        return new ScriptTexts(texts);
    }

    /// <summary>True when one of them uses a secret variable: by BW_SECRET_NAME, or a template by its name.</summary>
    public bool UseSecret(string variable) => texts.Any(file =>
        file.Value.Contains("BW_SECRET_" + ScriptVariable.Upper(variable), StringComparison.Ordinal)
        || (TemplateMarks.IsTemplateFile(file.Key) && file.Value.Contains(variable, StringComparison.Ordinal)));
}
