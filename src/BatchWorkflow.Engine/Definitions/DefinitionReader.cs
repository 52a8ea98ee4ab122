namespace BatchWorkflow.Engine.Definitions;

/// <summary>Turns the text of one file format into a tree; what is wrong with the text becomes problems and no tree.</summary>
public abstract class DefinitionReader
{
    /// <summary>The file name endings it reads, such as .yaml.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Reads a text that came from <paramref name="file"/>; null when <paramref name="problems"/> says why not.</summary>
    public abstract DefinitionNode? Read(string file, string text, ICollection<Problem> problems);
}
