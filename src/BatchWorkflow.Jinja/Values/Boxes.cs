using System.Numerics;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Booleans and small integers as objects that are made once.</summary>
internal static class Boxes
{
    private const int Lowest = -128;
    private static readonly object[] Integers = [.. Enumerable.Range(Lowest, 1152).Select(i => (object)(long)i)];

    internal static object True { get; } = true;

    internal static object False { get; } = false;

    internal static object Of(bool value) => value ? True : False;

    internal static object Of(long value) =>
        value >= Lowest && value < Lowest + Integers.Length ? Integers[value - Lowest] : value;

    /// <summary>An integer: a long where it fits, so that equal integers have one form.</summary>
    internal static object Of(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : value;
}
