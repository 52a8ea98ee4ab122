using BatchWorkflow.Jinja.Lexing;

namespace BatchWorkflow.Jinja;

/// <summary>The result depends on a value that is not known yet.</summary>
public sealed class UnknownValueException : Exception
{
    /// <summary>Says that a value is not known.</summary>
    public UnknownValueException(UnknownValue value)
        : base(value.Description) => Value = value;

    /// <summary>The value that is not known.</summary>
    public UnknownValue Value { get; }

    /// <summary>The template that needed it; null for a text without a name.</summary>
    public string? Template { get; private set; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The column, from 1.</summary>
    public int Column { get; private set; }

    internal void Locate(SourceText source, int offset)
    {
        if (Line != 0)
            return;
        (Line, Column) = source.Position(offset);
        Template = source.Name;
    }
}
