using System.Collections.Concurrent;

namespace BatchWorkflow.TestKit.Scripted;

/// <summary>The scripts of a scripted world by token: each runs once at most.</summary>
internal sealed class ScriptTable(ScriptedWorld world)
{
    private readonly ConcurrentDictionary<string, ScriptedScript> scripts = new();

    /// <summary>taskserv/action of a file's path; the text of a command.</summary>
    public static string NameOf(ScriptRequest request)
    {
        if (request.File is not { } file)
            return request.Command ?? "";
        string folder = Path.GetFileName(request.FilesFolder ?? Path.GetDirectoryName(file)) ?? "";
        return $"{folder}/{Path.GetFileName(file).Split('.')[0]}";
    }

    public string? NameOf(string token) => scripts.GetValueOrDefault(token)?.Name;

    public bool Start(string name, ScriptRequest request)
    {
        ScriptedScript made = new(world, name, request);
        if (!scripts.TryAdd(request.Reference.Token, made))
            return false;
        _ = made.RunAsync();
        return true;
    }

    public ScriptState Probe(string token) => scripts.GetOrAdd(token, _ => ScriptedScript.Barred(world)).State;

    public Task<ScriptExit> WaitAsync(string token, IScriptOutput output)
        => scripts.TryGetValue(token, out ScriptedScript? script) ? script.WaitAsync(output) : Task.FromResult(new ScriptExit(null));

    public Task EndAsync(string token) => scripts.GetOrAdd(token, _ => ScriptedScript.Barred(world)).EndAsync();

    public void LoseAll()
    {
        foreach (ScriptedScript script in scripts.Values)
            _ = script.EndAsync();
    }
}
