using System.Text;
using BatchWorkflow.Engine.Planning;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Finds the secrets that steps need, and refuses to begin without them.</summary>
/// <param name="source">The definitions.</param>
/// <param name="options">What the user asked for.</param>
/// <param name="files">The copies of files that runs use.</param>
internal sealed class SecretNeeds(PlanSource source, PlanOptions options, ContentFiles files)
{
    /// <summary>The code of the problems, and of the refusal.</summary>
    public const string Code = "Secret.Missing";

    /// <summary>What is missing of that which steps need, each field once.</summary>
    /// <param name="steps">The steps that are to be carried out.</param>
    /// <param name="given">The secrets that were given at the prompt.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<Problem>> MissingAsync(IEnumerable<PlanStep> steps, GivenSecrets given, CancellationToken cancellationToken)
    {
        List<SecretNeed> needs = [];
        foreach (PlanStep step in steps)
            needs.AddRange(await OfAsync(step, cancellationToken));
        return await MissingAsync(needs, given, cancellationToken);
    }

    /// <summary>What is missing of that which the providers of the servers need to be asked anything, each field once.</summary>
    public Task<IReadOnlyList<Problem>> MissingOfProvidersAsync(GivenSecrets given, CancellationToken cancellationToken) =>
        MissingAsync(source.Infrastructure.Servers.SelectMany(s => OfProvider(s.Provider)), given, cancellationToken);

    private static async Task<IReadOnlyList<Problem>> MissingAsync(IEnumerable<SecretNeed> needs, GivenSecrets given, CancellationToken cancellationToken)
    {
        SecretResolver resolver = new(new Masker(), new EnvironmentSecrets(), given);
        HashSet<SecretNeed> seen = [];
        List<Problem> missing = [];
        foreach (SecretNeed need in needs)
            if (seen.Add(need) && await resolver.WhyMissingAsync(need.Reference, need.Field, cancellationToken) is { } why)
                missing.Add(new Problem { Code = Code, Location = need.Place, Message = why });
        return missing;
    }

    /// <summary>The same problems with the places of others that say the same.</summary>
    public static IReadOnlyList<Problem> Placed(IReadOnlyList<Problem> missing, IReadOnlyList<Problem> placed) =>
        [.. missing.Select(p => p.Location.Line > 0 ? p : p with { Location = placed.FirstOrDefault(o => o.Message == p.Message)?.Location ?? p.Location })];

    /// <summary>The refusal for what is missing.</summary>
    public static BatchWorkflowException Refusal(IReadOnlyList<Problem> missing) => missing is [var only]
        ? new BatchWorkflowException(Code, only.ToString()) { Problems = missing }
        : new BatchWorkflowException(Code, string.Join('\n', missing.Select(p => "  " + p).Prepend($"{missing.Count} secrets are missing, so nothing was begun.")))
        {
            Problems = missing,
            RecommendedAction = "Set them, then try again:",
        };

    /// <summary>Whatever a step does on a server, its provider is asked for the server first.</summary>
    private async Task<IEnumerable<SecretNeed>> OfAsync(PlanStep step, CancellationToken cancellationToken) =>
        (step.Provider is { } provider ? OfProvider(provider) : []).Concat(await OfTaskservAsync(step, cancellationToken));

    private IEnumerable<SecretNeed> OfProvider(string name) => source.Infrastructure.Providers.GetValueOrDefault(name) is { } provider
        ? Within(provider.Settings, $"provider {name}, ", source.Infrastructure.Source, $"providers.{name}")
        : [];

    private async Task<IEnumerable<SecretNeed>> OfTaskservAsync(PlanStep step, CancellationToken cancellationToken)
    {
        if (step is not { Kind: StepKind.Taskserv, Server: { } name, Taskserv: { } taskserv } || step is { Action: StepAction.Nothing, Exact: true })
            return [];
        int at = source.Infrastructure.Servers.ToList().FindIndex(s => s.Name == name);
        ServerDefinition server = source.Infrastructure.Servers[at];
        IEnumerable<SecretNeed> connection = Within(server.Connection.Settings, $"connection of server {name}, ", source.Infrastructure.Source, $"servers[{at}].connection");
        List<SecretNeed> variables = [];
        ScriptTexts? used = step.Action == StepAction.Delete ? await FilesOfDeleteAsync(source.Taskservs[taskserv], cancellationToken) : null;
        foreach ((string variable, object? value) in TaskservVariables.For(source.Taskservs[taskserv], source.Workflow, server, options))
            if (used is null || used.UseSecret(variable))
                variables.AddRange(SecretReference.AllIn(value).Select(r => new SecretNeed(r, $"variable {variable}", PlaceOf(variable, taskserv, server, at))));
        return connection.Concat(variables);
    }

    private async Task<ScriptTexts?> FilesOfDeleteAsync(TaskservDefinition taskserv, CancellationToken cancellationToken) =>
        TaskservScripts.For(taskserv, StepAction.Delete) is { } script && taskserv.Files.ContainsKey(script)
            ? await ScriptTexts.FromAsync(script, taskserv.Files.Keys, async file => Encoding.UTF8.GetString(
                (await files.ReadAsync(taskserv.Folder, file, taskserv.Files[file], cancellationToken)).Span))
            : null;

    private static IEnumerable<SecretNeed> Within(IEnumerable<KeyValuePair<string, object?>> settings, string place, SourceMap map, string path) =>
        settings.SelectMany(setting => setting.Value is IEnumerable<KeyValuePair<string, object?>> inner
            ? Within(inner, $"{place}{setting.Key}.", map, $"{path}.{setting.Key}")
            : SecretReference.AllIn(setting.Value).Select(r => new SecretNeed(r, place + setting.Key, map.Find($"{path}.{setting.Key}"))));

    private SourceLocation PlaceOf(string variable, string taskserv, ServerDefinition server, int at)
    {
        if (options.Variables.ContainsKey(variable))
            return new SourceLocation("-Variable", 0, 0);
        if (server.Variables.ContainsKey(variable))
            return source.Infrastructure.Source.Find($"servers[{at}].variables.{variable}");
        if (options.Environment is { } chosen && source.Workflow.Environments.GetValueOrDefault(chosen) is IReadOnlyDictionary<string, object?> environment
            && environment.ContainsKey(variable))
            return source.Workflow.Source.Find($"environments.{chosen}.{variable}");
        return source.Workflow.Variables.ContainsKey(variable)
            ? source.Workflow.Source.Find($"variables.{variable}")
            : source.Taskservs[taskserv].Source.Find($"variables.{variable}");
    }
}
