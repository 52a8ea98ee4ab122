using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Definitions.Binding;
using BatchWorkflow.Engine.Definitions.Reading;

namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>
/// The definition fixtures: what is wrong with one is pinned as text beside it. With BATCHWORKFLOW_WRITE=1 the tests write those texts,
/// and the schemas, anew; read the difference before it is committed.
/// </summary>
internal static class Fixtures
{
    private const string Ending = ".problems.txt";

    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "tests", "fixtures", "definitions");

    /// <summary>The folder of the taskservs that ship with the module.</summary>
    public static string ModuleTaskservs { get; } = Path.Combine(Root, "module", "taskservs");

    public static IEnumerable<string> Files(string below) =>
        Directory.EnumerateFiles(Path.Combine(Folder, below), "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(Ending, StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal);

    /// <summary>The definition files of the examples, each with its kind; a workflow is what lies beside an infrastructure file under any name.</summary>
    public static IEnumerable<(string File, string Kind)> Examples()
    {
        string[] endings = [".yaml", ".yml", ".json"];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, "examples"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            bool isInExample = Path.GetDirectoryName(Path.GetDirectoryName(file)) == Path.Combine(Root, "examples");
            if (endings.Contains(Path.GetExtension(file)) && (isInExample || name is "taskserv" or "infrastructure"))
                yield return (file, name is "taskserv" or "infrastructure" ? name : "workflow");
        }
    }

    /// <summary>Reads a file and binds it by the shape of its kind: workflow, infrastructure or taskserv.</summary>
    public static (DefinitionNode? Root, ProblemList Problems) Bind(string path, string kind)
    {
        ProblemList problems = [];
        DefinitionNode? root = new DefinitionReaders([]).Read(Path.GetFileName(path), path, problems);
        if (root is not null)
            Bind(root, kind, problems);
        return (root, problems);
    }

    /// <summary>Binds a tree by the shape of its kind.</summary>
    public static ProblemList Bind(DefinitionNode root, string kind) => Bind(root, kind, []);

    private static ProblemList Bind(DefinitionNode root, string kind, ProblemList problems)
    {
        Binder binder = new(problems);
        _ = kind switch
        {
            "workflow" => WorkflowFields.Shape.TryRead(root, binder, out _),
            "infrastructure" => InfrastructureFields.Shape.TryRead(root, binder, out _),
            "taskserv" => TaskservFields.Shape.TryRead(root, binder, out _),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };
        return problems;
    }

    /// <summary>Compares problems with the text that is pinned beside a fixture.</summary>
    public static void AssertProblems(string path, IEnumerable<Problem> problems) =>
        AssertPinned(path + Ending, string.Concat(problems.Select(p => $"{p.Code}\n  {p}\n")));

    /// <summary>Compares a text with a pinned one.</summary>
    public static void AssertPinned(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("BATCHWORKFLOW_WRITE") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : $"{path} is not there", text);
    }

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BatchWorkflow.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie below the solution.");
        return folder;
    }
}
