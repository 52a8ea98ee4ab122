using System.Text.RegularExpressions;

namespace BatchWorkflow.Simulation.Tests.Fields;

/// <summary>
/// A field does something: turned the other way, a plan, a run or its files look different. Where it can do nothing, that is told.
/// BATCHWORKFLOW_SHOW=1 prints what each test sees.
/// </summary>
public sealed class FieldEffectTests
{
    public static TheoryData<int, string> Turned => [.. TurnedFields.All.Select((f, i) => (i, f.ToString()))];

    [Theory]
    [MemberData(nameof(Turned))]
    public async Task Field_TurnedTheOtherWay_ShowsADifference(int number, string field)
    {
        TurnedField turned = TurnedFields.All[number];
        (string Told, string Seen) one = await SeeAsync(turned, turned.One), same = await SeeAsync(turned, turned.One), other = await SeeAsync(turned, turned.Other);
        Assert.Equal(one, same);
        if (Environment.GetEnvironmentVariable("BATCHWORKFLOW_SHOW") == "1")
            TestContext.Current.TestOutputHelper!.WriteLine($"{one}\n---\n{other}");
        if (turned.IsOnlyTold)
            Assert.Matches($@"\.yaml:\d+:\d+: .*({string.Join('|', turned.Place.Split('.')[^2..].Select(Regex.Escape))})", other.Told + one.Told);
        Assert.True(turned.IsOnlyTold ? one.Told != other.Told : one.Seen != other.Seen, $"{field} shows nothing:\n{one}");
    }

    private static Task<(string Told, string Seen)> SeeAsync(TurnedField field, string? setting) =>
        field.IsOnDisk ? DiskTrial.SeeAsync(field, setting) : FieldTrial.SeeAsync(field, setting);
}
