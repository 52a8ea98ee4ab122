namespace BatchWorkflow;

/// <summary>A process that a script left behind when it ended, and that was ended for it.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Command">Its command line, shortened and not masked.</param>
public sealed record LeftProcess(int Pid, string Command);
