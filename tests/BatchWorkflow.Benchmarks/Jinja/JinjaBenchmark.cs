using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Benchmarks.Jinja;

/// <summary>Compiles and renders all infrastructure cases, here and in Python's Jinja2, in turn.</summary>
internal static class JinjaBenchmark
{
    private const int Samples = 31;
    private const int Rounds = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    internal static int Run(string[] arguments)
    {
        string cases = Path.Combine(AppContext.BaseDirectory, "Jinja", "infra-cases.json");
        (JinjaEnvironment Environment, string Source, Dictionary<string, object?> Context)[] all = Load(cases);
        JinjaTemplate[] templates = [.. all.Select(one => one.Environment.Compile(one.Source))];
        using PythonPeer peer = new(arguments.FirstOrDefault() ?? "/usr/bin/python3", cases);
        Console.WriteLine($"{all.Length} cases; .NET {Environment.Version}; Jinja2 {peer.Version}; medians of {Samples} samples taken in turn");
        Compare("compile", peer, () =>
        {
            foreach ((JinjaEnvironment environment, string source, _) in all)
                environment.Compile(source);
        });
        Compare("render", peer, () =>
        {
            for (int i = 0; i < templates.Length; i++)
                templates[i].Render(all[i].Context);
        });
        return 0;
    }

    private static void Compare(string what, PythonPeer peer, Action round)
    {
        // The runtime compiles hot code again in the background; what is measured is what a long-lived process sees.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
            round();
        peer.Time(what, Rounds);
        double[] ours = new double[Samples];
        double[] theirs = new double[Samples];
        for (int sample = 0; sample < Samples; sample++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Rounds; i++)
                round();
            ours[sample] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Rounds;
            theirs[sample] = peer.Time(what, Rounds) / Rounds;
        }

        (double our, double their) = (Median(ours) / 1000, Median(theirs) / 1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-8} ours {our,9:F1} µs   Python {their,9:F1} µs   ratio {their / our:F1}x"));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static (JinjaEnvironment Environment, string Source, Dictionary<string, object?> Context)[] Load(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.EnumerateArray().Where(one => one.TryGetProperty("output", out _)).Select(one =>
        {
            Dictionary<string, string> templates = one.GetProperty("loader").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
            JinjaEnvironment environment = new() { Loader = new DictionaryLoader(templates) };
            return (environment, one.GetProperty("source").GetString()!, (Dictionary<string, object?>)Value(one.GetProperty("context"))!);
        })];
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value)),
        JsonValueKind.Number => element.TryGetInt64(out long integer) ? integer : element.GetDouble(),
        _ => null,
    };
}
