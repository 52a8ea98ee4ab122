using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>Hears a script's lines: logs them masked, obeys those of the protocol at once, and keeps what they tell.</summary>
/// <param name="masker">Knows the run's secrets and learns the script's.</param>
/// <param name="log">The script's log.</param>
/// <param name="logged">How many lines of it, heard again from the first, are in the log already.</param>
internal sealed class ScriptListener(Masker masker, StepLog log, LoggedLines logged = default) : IScriptOutput
{
    private const int TailLength = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly List<PropertyDifference> _drift = [];
    private readonly Queue<string> _tail = new(TailLength + 1);
    private ScriptLine.FailureHint? _hint;
    private bool _absent;
    private LoggedLines _heard;

    /// <inheritdoc />
    public void Line(bool isError, string line)
    {
        lock (_gate)
        {
            ScriptLine meaning = isError ? new ScriptLine.Text() : ScriptProtocol.Parse(line);
            _heard = isError ? _heard with { Error = _heard.Error + 1 } : _heard with { Output = _heard.Output + 1 };
            bool isNew = isError ? _heard.Error > logged.Error : _heard.Output > logged.Output;
            string? warning = Take(meaning);
            if (isNew)
                Log(isError, line, meaning, warning);
            if (!isError || line.Length == 0)
                return;
            _tail.Enqueue(line);
            if (_tail.Count > TailLength)
                _tail.Dequeue();
        }
    }

    /// <summary>
    /// What the script told until now. An output that holds a secret, also one that became known after it, counts as secret.
    /// </summary>
    public ScriptReport Report()
    {
        lock (_gate)
        {
            Dictionary<string, string> secrets = new(_secrets, StringComparer.Ordinal);
            foreach ((string name, string value) in _outputs.Where(output => masker.Finds(output.Value)))
                secrets.TryAdd(name, value);
            return new ScriptReport
            {
                Outputs = _outputs.Where(output => !secrets.ContainsKey(output.Key)).ToDictionary(StringComparer.Ordinal),
                SecretOutputs = secrets,
                Hint = _hint is null ? null : _hint with { Message = Masked(_hint.Message) },
                Absent = _absent,
                Drift = [.. _drift.Select(one => new PropertyDifference(Masked(one.Property)!, Masked(one.Wanted), Masked(one.Found)))],
                ErrorTail = [.. _tail.Select(line => Masked(line)!)],
            };
        }
    }

    // Every line becomes one line of the log, whatever it means: so they can be counted.
    private void Log(bool isError, string line, ScriptLine meaning, string? warning)
    {
        bool hides = meaning is ScriptLine.Secret or ScriptLine.Mask or ScriptLine.Malformed { Hidden: not null };
        LogLevel level = meaning is ScriptLine.Text or ScriptLine.Malformed ? LogLevel.Info : LogLevel.Debug;
        log.Script(level, isError, hides ? meaning.ToString() : line);
        if (warning is not null)
            log.Write(LogLevel.Warn, warning);
    }

    // Gives what people should be warned of.
    private string? Take(ScriptLine meaning)
    {
        switch (meaning)
        {
            case ScriptLine.Output output:
                _outputs[output.Name] = output.Value;
                _secrets.Remove(output.Name);
                return null;
            case ScriptLine.Secret secret:
                _secrets[secret.Name] = secret.Value;
                _outputs.Remove(secret.Name);
                return Hide(secret.Value, secret.Raw, $"the output {secret.Name}");
            case ScriptLine.Mask mask:
                return Hide(mask.Value, mask.Raw, "a value that the script asked to mask");
            case ScriptLine.FailureHint hint:
                _hint = hint;
                return null;
            case ScriptLine.Drift drift:
                _drift.Add(drift.Difference);
                return null;
            case ScriptLine.Absent:
                _absent = true;
                return null;
            case ScriptLine.Malformed malformed:
                if (malformed.Hidden is { } hidden)
                    masker.Add(hidden);
                return malformed.HowTo;
            default:
                return null;
        }
    }

    private string? Hide(string value, string raw, string what)
    {
        masker.Add(raw);
        return masker.Add(value)
            ? null
            : $"Cannot mask {what}: a value shorter than {Masker.ShortestValue} characters would take ordinary text apart.";
    }

    private string? Masked(string? text) => text is null ? null : masker.Mask(PlainText.Line(masker.Mask(text)));
}
