namespace BatchWorkflow;

/// <summary>What it takes to bring a resource to what is wanted.</summary>
public enum DiffKind
{
    /// <summary>It is as wanted.</summary>
    None,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It can be changed in place.</summary>
    InPlace,

    /// <summary>It has to be deleted and made anew.</summary>
    Replace,

    /// <summary>The provider cannot do it.</summary>
    Refused,
}
