namespace BatchWorkflow.PowerShell.Definitions;

/// <summary>Numbers of PowerShell as definitions have them: whole ones up to 64 bits, and doubles.</summary>
internal static class ExactNumber
{
    public const string Refusal = "The number cannot be kept exactly.";
    public const string Hint = "Put it in quotes if it is text.";

    /// <summary>A decimal as a long or a double; null for a whole number that neither keeps.</summary>
    public static object? Of(decimal number)
    {
        bool isWhole = decimal.Truncate(number) == number && number.Scale == 0;
        if (!isWhole)
            return (double)number;
        return number is >= long.MinValue and <= long.MaxValue ? (long)number : null;
    }
}
