using System.Text.RegularExpressions;

namespace BatchWorkflow.Simulation.Tests.Laws;

/// <summary>A law that does not hold.</summary>
internal sealed partial class LawBrokenException(string message) : Exception(message)
{
    /// <summary>What is the same in all inputs that break a law in the same way.</summary>
    public static string KindOf(Exception why) => why is LawBrokenException ? Remark.Replace(Name.Replace(why.Message.Split('\n')[0], "X"), "") : why.GetType().Name + why.StackTrace?.Split('\n')[0];

    public static void Unless(bool holds, string law)
    {
        if (!holds)
            throw new LawBrokenException(law);
    }

    [GeneratedRegex(@"(op-\d+/)?(all\.)?(ts-[a-d]@)?(web-\d|ts-[a-d])(#\d+)?|op-\d|alpha|beta|\d+")]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"\([^()]*\)|; told as.*")]
    private static partial Regex Remark { get; }
}
