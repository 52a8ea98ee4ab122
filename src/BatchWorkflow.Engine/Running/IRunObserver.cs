namespace BatchWorkflow.Engine.Running;

/// <summary>Hears what a run of this process has to say to people, on engine threads.</summary>
public interface IRunObserver
{
    /// <summary>A line for the workflow's stdout destination, masked and already in the form that the definition asks for.</summary>
    void Line(BatchLogEntry entry, string text);
}
