using System.Diagnostics.CodeAnalysis;

namespace BatchWorkflow;

/// <summary>What sort of value an answer is.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The words that definition files have.")]
public enum AnswerType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Bool,

    /// <summary>One of some words.</summary>
    Choice,
}
