using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Taskservs;
using BatchWorkflow.Engine.Templating;

namespace BatchWorkflow.Engine.Running;

/// <summary>What scripts get: their files, their variables, and secrets apart from both.</summary>
internal sealed class ScriptInputs(string runFolder, UnitFiles files, SecretResolver secrets, Masker masker, string? extraPath)
{
    /// <summary>The .NET that this process runs on, for programs that come with the engine.</summary>
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>Knows the run's secrets.</summary>
    public Masker Masker => masker;

    /// <summary>The folder and the token of one script of an attempt: the same whichever engine asks.</summary>
    public ScriptReference ReferenceOf(AttemptContext context, string phase)
    {
        string folder = Path.Combine(runFolder, "attempts", FolderOf(context.Step.Id), context.Number.ToString(CultureInfo.InvariantCulture), phase);
        string token = IntentToken.For(context.RunId, $"{context.Step.Id}\n{context.Number}\n{phase}", 0);
        return new ScriptReference(token, folder);
    }

    /// <summary>The request that starts a script.</summary>
    public async Task<ScriptRequest> ForAsync(ScriptCall call, StepLog log, CancellationToken cancellationToken)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["BW_RUN"] = call.Context.RunId,
            ["BW_OPERATION"] = call.Context.Step.Operation,
            ["BW_STEP"] = call.Context.Step.Id,
            ["BW_TASKSERV"] = call.Unit.Name,
            ["BW_VERSION"] = call.Unit.Version ?? "",
            ["BW_ATTEMPT_NUMBER"] = call.Context.Number.ToString(CultureInfo.InvariantCulture),
            ["TRACEPARENT"] = log.Traceparent,
        };
        if (extraPath is not null)
        {
            environment["BW_PATH"] = extraPath;
            environment["DOTNET_ROOT"] = DotnetRoot;
        }
        Dictionary<string, string> hidden = new(StringComparer.Ordinal);
        Dictionary<string, object?> opened = new(StringComparer.Ordinal);
        ScriptTexts? goesWithout = await WithoutSecretsAsync(call, cancellationToken);
        foreach ((string name, object? value) in call.Unit.Variables)
        {
            bool isSecret = SecretReference.AllIn(value).Any();
            if (isSecret && goesWithout?.UseSecret(name) == false)
            {
                log.Write(LogLevel.Warn, $"a secret of variable {name} is missing; {call.Script} does not use it and runs without");
                continue;
            }
            opened[name] = isSecret ? await ResolveAsync(value, name, log, cancellationToken) : value;
            string text = ScriptVariable.TextOf(opened[name]);
            if (isSecret)
                hidden[ScriptVariable.Upper(name)] = text;
            else
                environment[ScriptVariable.NameOf(name)] = ScriptVariable.TooLarge(name, ScriptVariable.NameOf(name), text) is { } why ? throw Refused(why) : text;
        }
        if (ScriptVariable.TooLarge(environment) is { } tooMuch)
            throw Refused(tooMuch);
        ScriptReference script = ReferenceOf(call.Context, call.Phase);
        TemplateScope Scope() => call.Unit.Scope(opened);
        string folder = await files.FolderOfAsync(call.Unit, Scope, script.Folder, goesWithout, cancellationToken);
        return new ScriptRequest
        {
            Reference = script,
            File = call.Script is null ? null : Path.Combine(folder, TemplateMarks.Rendered(call.Script)),
            Command = CommandOf(call, Scope, cancellationToken),
            FilesFolder = folder,
            Environment = environment,
            Secrets = hidden,
        };
    }

    private static string? CommandOf(ScriptCall call, Func<TemplateScope> scope, CancellationToken cancellationToken)
    {
        if (call is not { Command: { } command, Unit.HealthCheck.IsTemplate: true })
            return call.Command;
        string text = TextTemplates.Text(command, "health_check.command", scope(), cancellationToken);
        return Nul.IsIn(text) ? throw new FailureException(new Failure { Kind = FailureKind.Validation, Message = "health_check.command cannot be made: it holds a NUL character." }) : text;
    }

    /// <summary>What a deletion uses when a secret is missing, so that it can do without the others; null when none is, and for what is no deletion.</summary>
    private async Task<ScriptTexts?> WithoutSecretsAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        if (call is not { Context.Step.Action: StepAction.Delete, Script: { } script })
            return null;
        foreach (SecretReference reference in call.Unit.Variables.Values.SelectMany(SecretReference.AllIn))
            if (await secrets.WhyMissingAsync(reference, "", cancellationToken) is not null)
                return await files.NamedByAsync(call.Unit, script, cancellationToken);
        return null;
    }

    /// <summary>A value with every reference in it resolved; a list or a map that holds a secret is as secret as that.</summary>
    private async Task<object?> ResolveAsync(object? value, string variable, StepLog log, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case string when SecretReference.Parse(value) is { } reference:
                return await ResolveAsync(reference, variable, log, cancellationToken);
            case IEnumerable<KeyValuePair<string, object?>> map:
                Dictionary<string, object?> entries = [];
                foreach ((string key, object? item) in map)
                    entries[key] = await ResolveAsync(item, $"{variable}.{key}", log, cancellationToken);
                return entries;
            case IEnumerable<object?> list:
                List<object?> items = [];
                foreach (object? item in list)
                    items.Add(await ResolveAsync(item, $"{variable}[{items.Count}]", log, cancellationToken));
                return items;
            default:
                return value;
        }
    }

    private async Task<string> ResolveAsync(SecretReference reference, string variable, StepLog log, CancellationToken cancellationToken)
    {
        ResolvedSecret secret = await secrets.ResolveAsync(reference, $"variable {variable}", cancellationToken);
        if (!secret.IsMasked)
            log.Write(LogLevel.Warn, $"the secret variable {variable} is too short to be masked");
        return secret.Value;
    }

    private static FailureException Refused(string why) =>
        new(new Failure { Kind = FailureKind.Validation, Message = $"{why} {ScriptVariable.Hint}" });

    /// <summary>A step's id as a folder name: unique, and short enough whatever the id.</summary>
    public static string FolderOf(string step)
    {
        StringBuilder name = new();
        foreach (char c in step)
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : c == '/' ? '+' : c == '@' ? '@' : '_');
        return name.Length <= 120 ? name.ToString() : name.ToString(0, 80) + "-" + IntentToken.For("", step, 0);
    }
}
