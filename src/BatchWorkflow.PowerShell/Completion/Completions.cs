using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using BatchWorkflow.Engine;
using BatchWorkflow.PowerShell.Pipeline;
using Session = System.Management.Automation.PowerShell;

namespace BatchWorkflow.PowerShell.Completion;

/// <summary>What completers share: the engine that the typed command would use, and how texts become completions.</summary>
internal static class Completions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Finds texts with an engine on the -StatePath that was typed; finds none when that fails or takes long.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A completion that fails completes nothing; the command itself will say why.")]
    public static IEnumerable<CompletionResult> Find(
        string typed, IDictionary bound, Func<BatchEngine, string, CancellationToken, Task<IReadOnlyList<Completion>>> find)
    {
        string folder = CurrentFolder();
        string? state = bound["StatePath"] as string;
        try
        {
            using CancellationTokenSource patience = new(Patience);
            IReadOnlyList<Completion> found = Task.Run(async () =>
            {
                await using BatchEngine engine = new(SessionEngine.Options(state, Guid.Empty, path => Path.GetFullPath(path, folder)));
                return await find(engine, folder, patience.Token);
            }).GetAwaiter().GetResult();
            return Match(typed, found);
        }
        catch (Exception)
        {
            return [];
        }
    }

    private static List<CompletionResult> Match(string typed, IReadOnlyList<Completion> found)
    {
        string word = typed.Trim('\'', '"');
        WildcardPattern pattern = new(WildcardPattern.Escape(word) + "*", WildcardOptions.IgnoreCase);
        WildcardPattern part = new("*" + WildcardPattern.Escape(word) + "*", WildcardOptions.IgnoreCase);
        List<Completion> matching = [.. found.Where(f => pattern.IsMatch(f.Text))];
        if (matching.Count == 0)
            matching = [.. found.Where(f => part.IsMatch(f.Text))];
        return [.. matching.Select(f => new CompletionResult(Quote(f.Text), f.Text, CompletionResultType.ParameterValue, f.Tip))];
    }

    private static string Quote(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string CurrentFolder()
    {
        using Session session = Session.Create(RunspaceMode.CurrentRunspace);
        return session.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").Invoke<string>()[0];
    }
}
