using BatchWorkflow.Engine.Monitoring;

namespace BatchWorkflow.Engine.Views;

/// <summary>A cell of a table.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Ink">Its colour.</param>
internal readonly record struct Cell(string Text, Ink Ink = Ink.None)
{
    public static implicit operator Cell(string? text) => new(PlainText.Line(text ?? ""));
}
