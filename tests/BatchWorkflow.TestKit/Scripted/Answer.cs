namespace BatchWorkflow.TestKit.Scripted;

/// <summary>How a scripted world answers one call. The parts apply in the order of the members.</summary>
public sealed record Answer
{
    /// <summary>Done at once, exit code 0.</summary>
    public static Answer Ok { get; } = new();

    /// <summary>Never comes back by itself: only cancelling the call or ending the script ends it.</summary>
    public static Answer Hangs { get; } = new() { Until = new TaskCompletionSource().Task };

    /// <summary>How long it takes, on the world's clock.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What it waits for besides, or null: the test's own gate.</summary>
    public Task? Until { get; init; }

    /// <summary>What it throws, or null.</summary>
    public Failure? Failure { get; init; }

    /// <summary>True when the failure comes after the effect: it happened, but its answer was lost.</summary>
    public bool AnswerLost { get; init; }

    /// <summary>True when the failure came before the server was asked, and says so.</summary>
    public bool NeverAsked { get; init; }

    /// <summary>A script's exit code.</summary>
    public int Exit { get; init; }

    /// <summary>A script's lines on standard output.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>A script's lines on standard error.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>A script that ends with a code, after these lines on standard error.</summary>
    public static Answer Exits(int code, params string[] errors) => new() { Exit = code, Errors = errors };

    /// <summary>A script that succeeds with these lines on standard output.</summary>
    public static Answer Says(params string[] output) => new() { Output = output };

    /// <summary>Something that succeeds after a time.</summary>
    public static Answer Takes(TimeSpan delay) => new() { Delay = delay };

    /// <summary>Something that succeeds once the test lets it.</summary>
    public static Answer WaitsFor(Task gate) => new() { Until = gate };

    /// <summary>A call that fails without any effect.</summary>
    public static Answer Fails(FailureKind kind, string message = "scripted") => new() { Failure = new Failure { Kind = kind, Message = message } };

    /// <summary>A call that has its effect and then fails.</summary>
    public static Answer LosesAnswer(FailureKind kind = FailureKind.Transient, string message = "scripted")
        => new() { Failure = new Failure { Kind = kind, Message = message }, AnswerLost = true };
}
