using System.Globalization;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Engine.Monitoring;

/// <summary>
/// Reads what scripts tell the engine on standard output: ::output, ::secret, ::mask, ::failure, ::drift and ::absent. Values with spaces may be
/// quoted (\" and \\ inside); %0A, %0D and %25 stand for a line feed, a carriage return and a percent sign.
/// </summary>
internal static partial class ScriptProtocol
{
    private const string OutputForm = "::output name=value";
    private const string SecretForm = "::secret name=value";
    private const string MaskForm = "::mask value";
    private const string FailureForm = "::failure kind=Fatal retry_after=30 message";
    private const string DriftForm = "::drift property=… wanted=… found=…";
    private const string AbsentForm = "::absent";
    private const string Forms = $"{OutputForm}, {SecretForm}, {MaskForm}, {FailureForm}, {DriftForm} or {AbsentForm}";
    private const string NameRule = "A name has letters, digits, '_', '-' and '.', and begins with a letter or '_'.";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly ScriptLine.Text _text = new();
    private static readonly ScriptLine.Absent _absent = new();

    /// <summary>What a line means. A line of the protocol that cannot be read says how it is written.</summary>
    public static ScriptLine Parse(string line)
    {
        string trimmed = line.TrimEnd();
        Match directive = Directive().Match(trimmed);
        if (!directive.Success)
            return _text;
        string rest = directive.Groups["rest"].Value;
        string word = directive.Groups["word"].Value;
        if (directive.Groups["colons"].Success)
            return new ScriptLine.Malformed(
                $"'::{word}::' is not of this product; a script says {Forms}.",
                word is "mask" or "add-mask" or "secret" ? rest : null);
        return word switch
        {
            "output" => Named(rest, OutputForm, (name, value, _) => new ScriptLine.Output(name, value)),
            "secret" => Named(rest, SecretForm, (name, value, raw) => new ScriptLine.Secret(name, value, raw)),
            "mask" when rest.Length > 0 => new ScriptLine.Mask(Value(rest), rest),
            "mask" => new ScriptLine.Malformed($"'::mask' has no value; write {MaskForm}."),
            "failure" => Failure(rest),
            "drift" => Drift(rest),
            "absent" when rest.Length == 0 => _absent,
            "absent" => new ScriptLine.Malformed($"'::absent' takes nothing after it; write {AbsentForm}."),
            _ => new ScriptLine.Malformed(
                $"'::{word}' means nothing here; a script says {Forms}."),
        };
    }

    private static ScriptLine Named(string rest, string form, Func<string, string, string, ScriptLine> make)
    {
        int equals = rest.IndexOf('=', StringComparison.Ordinal);
        string raw = rest[(equals + 1)..];
        bool isSecret = form == SecretForm;
        if (equals < 0)
            return new ScriptLine.Malformed($"There is no '=' after '{form[..8]}'; write {form}.", isSecret ? rest : null);
        return Name().IsMatch(rest[..equals])
            ? make(rest[..equals], Value(raw), raw)
            : new ScriptLine.Malformed($"What stands before '=' is not a name; write {form}. {NameRule}", isSecret ? raw : null);
    }

    private static ScriptLine Failure(string rest)
    {
        string message = ReadSettings(rest, ["kind", "retry_after"], out Dictionary<string, string> settings);
        if (!settings.TryGetValue("kind", out string? word))
            return new ScriptLine.Malformed($"'::failure' has no kind; write {FailureForm}. {Kinds()}");
        string name = word.Replace("_", "", StringComparison.Ordinal);
        if (!Enum.TryParse(name, ignoreCase: true, out FailureKind kind) || kind == FailureKind.Fault || !char.IsLetter(name[0]))
            return new ScriptLine.Malformed($"'::failure' has a kind that there is not; write {FailureForm}. {Kinds()}");
        TimeSpan? after = null;
        if (settings.TryGetValue("retry_after", out string? seconds))
        {
            if (!double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                || number > 86400)
                return new ScriptLine.Malformed(
                    $"The retry_after of '::failure' is not a number of seconds from 0 to 86400; write {FailureForm}.");
            after = TimeSpan.FromSeconds(number);
        }

        return new ScriptLine.FailureHint(kind, after, message.Length == 0 ? null : Value(message));
    }

    private static ScriptLine Drift(string rest)
    {
        string more = ReadSettings(rest, ["property", "wanted", "found"], out Dictionary<string, string> settings);
        if (more.Length > 0)
            return new ScriptLine.Malformed($"'::drift' has more than it takes; write {DriftForm}, values with spaces in quotes.");
        string? wanted = settings.GetValueOrDefault("wanted");
        string? found = settings.GetValueOrDefault("found");
        return settings.TryGetValue("property", out string? property) && property.Length > 0
            ? new ScriptLine.Drift(new PropertyDifference(property, wanted, found))
            : new ScriptLine.Malformed($"'::drift' names no property; write {DriftForm}.");
    }

    private static string Kinds() => $"Kinds are {string.Join(", ", Enum.GetNames<FailureKind>().Where(kind => kind != nameof(FailureKind.Fault)))}.";

    // Takes settings of these names from the front and gives what is left.
    private static string ReadSettings(string rest, string[] names, out Dictionary<string, string> settings)
    {
        settings = new Dictionary<string, string>(StringComparer.Ordinal);
        while (Setting().Match(rest) is { Success: true } setting && names.Contains(setting.Groups["name"].Value))
        {
            settings[setting.Groups["name"].Value] = Value(setting.Groups["value"].Value);
            rest = rest[setting.Length..];
        }

        return rest.Trim();
    }

    private static string Value(string raw)
    {
        string inner = Quoted().IsMatch(raw) ? Backslashed().Replace(raw[1..^1], "$1") : raw;
        return Escaped().Replace(inner, escape => escape.Value.ToUpperInvariant() switch { "%0A" => "\n", "%0D" => "\r", _ => "%" });
    }

    [GeneratedRegex("""^::(?<word>[A-Za-z][A-Za-z_-]*)(?:(?<colons>::)(?<rest>.*)|\s+(?<rest>.*)|(?<rest>))\z""", Options)]
    private static partial Regex Directive();

    [GeneratedRegex("""^[A-Za-z_][A-Za-z0-9_.-]*\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("""^\s*(?<name>[a-z_]+)=(?<value>"(?:[^"\\]|\\.)*"(?=\s|\z)|\S*)""", Options)]
    private static partial Regex Setting();

    [GeneratedRegex("%(0[AaDd]|25)", Options)]
    private static partial Regex Escaped();

    [GeneratedRegex("""^"(?:[^"\\]|\\.)*"\z""", Options)]
    private static partial Regex Quoted();

    [GeneratedRegex("""\\(["\\])""", RegexOptions.CultureInvariant)]
    private static partial Regex Backslashed();
}
