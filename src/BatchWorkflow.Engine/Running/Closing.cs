using System.Runtime.ExceptionServices;

namespace BatchWorkflow.Engine.Running;

/// <summary>Does something and then closes what was opened for it, each whatever became of those before it: a full disk must not keep the last of them open.</summary>
internal static class Closing
{
    /// <summary>Takes the steps in order, then throws the first of what they threw.</summary>
    public static async Task AllAsync(params Func<ValueTask>[] steps)
    {
        ExceptionDispatchInfo? first = null;
        foreach (Func<ValueTask> step in steps)
        {
            try
            {
                await step();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                first ??= ExceptionDispatchInfo.Capture(e);
            }
        }
        first?.Throw();
    }
}
