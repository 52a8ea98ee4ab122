namespace BatchWorkflow.Engine.Journal;

/// <summary>Somebody alive has the lease.</summary>
/// <param name="name">The lease's stream.</param>
/// <param name="holder">Who has it.</param>
internal sealed class LeaseHeldException(string name, LeaseInfo holder) : Exception($"'{name}' is held by {holder.Describe()}.")
{
    /// <summary>The id by which hosts know it.</summary>
    public const string ErrorId = "Run.Held";

    /// <summary>The lease's stream.</summary>
    public string Name { get; } = name;

    /// <summary>Who has it.</summary>
    public LeaseInfo Holder { get; } = holder;
}
