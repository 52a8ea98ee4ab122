namespace BatchWorkflow.Simulation.Tests.Laws.World;

/// <summary>What goes wrong between engines and the world beside the faults of an input. By itself nothing does.</summary>
internal class Disturbance
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    /// <summary>One way of a round trip, there or back; what it throws is what the engine gets.</summary>
    public virtual Task PassAsync(string call) => Task.CompletedTask;

    /// <summary>Ends when the connection breaks on which an engine waits for a script.</summary>
    public virtual Task BreakAsync() => Never;

    /// <summary>For a script that is ended without leaving an exit status: true after its effect, false before. Null for one that ends by itself.</summary>
    public virtual bool? EndsUnseen(TraceEntry script) => null;

    /// <summary>Sees a script begin on a machine, with those that were started there before.</summary>
    public virtual void Watch(TraceEntry script, IEnumerable<TraceEntry> before)
    {
    }
}
