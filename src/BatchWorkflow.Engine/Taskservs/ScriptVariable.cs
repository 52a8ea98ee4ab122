using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BatchWorkflow.Engine.Taskservs;

/// <summary>How a variable of a definition reaches a script: as an environment variable, for which Linux has limits.</summary>
internal static class ScriptVariable
{
    /// <summary>The most bytes of one environment variable with its name (MAX_ARG_STRLEN, with the NUL at its end).</summary>
    public const int MostBytes = 128 * 1024 - 1;

    /// <summary>The most bytes of all of them: what Linux gives by default to environment and arguments, less a part for those of the system.</summary>
    public const int MostBytesTogether = 2 * 1024 * 1024 - 128 * 1024;

    /// <summary>The name of its environment variable.</summary>
    public static string NameOf(string variable) => "BW_VAR_" + Upper(variable);

    /// <summary>A variable's name as it is part of an environment variable's.</summary>
    public static string Upper(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    /// <summary>Its value as text.</summary>
    public static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number and not IEnumerable => number.ToString(null, CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, EngineJson.Line),
    };

    /// <summary>How many bytes an environment variable takes.</summary>
    public static int SizeOf(string name, string text) => Encoding.UTF8.GetByteCount(name) + 1 + Encoding.UTF8.GetByteCount(text);

    /// <summary>What is wrong with the size of one environment variable, or null.</summary>
    public static string? TooLarge(string variable, string name, string text) => SizeOf(name, text) is var size and > MostBytes
        ? $"Variable {variable} takes {Number(size)} bytes as {name}, and Linux gives a program no environment variable of more than {Number(MostBytes)} bytes."
        : null;

    /// <summary>What is wrong with the size of all environment variables together, or null.</summary>
    public static string? TooLarge(IEnumerable<KeyValuePair<string, string>> environment)
    {
        List<(string Name, int Size)> sizes = [.. environment.Select(v => (v.Key, SizeOf(v.Key, v.Value) + 1))];
        int sum = sizes.Sum(v => v.Size);
        if (sum <= MostBytesTogether)
            return null;
        string largest = string.Join(", ", sizes.OrderByDescending(v => v.Size).Take(3).Select(v => $"{v.Name} ({Number(v.Size)})"));
        return $"The variables take {Number(sum)} bytes together, and Linux gives a program no more than {Number(MostBytesTogether)} beside its own. The largest are {largest}.";
    }

    /// <summary>What to do about it.</summary>
    public const string Hint = "Write a long value into a file of the taskserv, by a template such as data.txt.j2, and read that.";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
