using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BatchWorkflow.Jinja.Tests.Differential;

/// <summary>Random programs give what Python's Jinja2 gives. BATCHWORKFLOW_JINJA_PROGRAMS says how many, BATCHWORKFLOW_JINJA_SEED where they begin.</summary>
public sealed partial class DifferentialTests
{
    private const int InTests = 1500;
    private const int Shown = 60;

    [Fact]
    public void RandomPrograms_RenderedByBoth_GiveTheSame()
    {
        int count = Number("BATCHWORKFLOW_JINJA_PROGRAMS", InTests);
        int first = Number("BATCHWORKFLOW_JINJA_SEED", 1);
        StringBuilder differences = new();
        int different = 0;
        using PythonJinja python = PythonJinja.Start();
        for (int seed = first; seed < first + count; seed++)
        {
            JinjaProgram program = ProgramGenerator.Of(seed);
            Rendering theirs = python.Render(program);
            Rendering ours = program.Render();
            if (ours.Agrees(theirs) || HasAddress(theirs))
                continue;
            if (++different <= Shown)
                differences.Append(CultureInfo.InvariantCulture, $"seed {seed}: {program}\n    ours   {ours}\n    theirs {theirs}\n");
        }

        Assert.True(different == 0, $"{different} of {count} programs differ\n{differences}");
    }

    /// <summary>The text of an object tells where it is in memory, which no two processes share.</summary>
    private static bool HasAddress(Rendering rendering) => Address().IsMatch(rendering.Output ?? "");

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    [GeneratedRegex("0x[0-9a-f]{8,}")]
    private static partial Regex Address();
}
