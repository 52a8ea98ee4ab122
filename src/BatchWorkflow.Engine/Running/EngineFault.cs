using System.Diagnostics;

namespace BatchWorkflow.Engine.Running;

/// <summary>Exceptions that no world brings about: code of ours or of a plug-in is wrong.</summary>
internal static class EngineFault
{
    /// <summary>True for such an exception.</summary>
    public static bool Is(Exception exception) => exception is NullReferenceException or InvalidCastException or ArgumentException
        or InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException or NotSupportedException or NotImplementedException
        or FormatException or ArithmeticException or RankException or ArrayTypeMismatchException or TypeLoadException or MemberAccessException
        or UnreachableException or InsufficientExecutionStackException;

    /// <summary>The failure that it is.</summary>
    public static Failure Of(Exception exception) => new()
    {
        Kind = FailureKind.Fault,
        Code = exception.GetType().Name,
        Message = $"BatchWorkflow or a plug-in has a fault: {exception.Message} The run's log has its stack trace.",
    };
}
