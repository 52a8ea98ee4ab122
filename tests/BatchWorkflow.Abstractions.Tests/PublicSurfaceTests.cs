namespace BatchWorkflow.Abstractions.Tests;

public sealed class PublicSurfaceTests
{
    /// <summary>Users' scripts and plug-ins hang on it: a change is made on purpose, and seen in review.</summary>
    [Fact]
    public void Abstractions_PublicSurface_IsThePinnedOne()
    {
        string file = Path.Combine(Repository.Root, "tests", "BatchWorkflow.Abstractions.Tests", "PublicSurface.txt");
        string surface = PublicSurface.Of(typeof(Plan).Assembly);
        if (Environment.GetEnvironmentVariable("BATCHWORKFLOW_ACCEPT") == "surface")
            File.WriteAllText(file, surface);
        HashSet<string> pinned = Lines(File.Exists(file) ? File.ReadAllText(file) : "");
        HashSet<string> found = Lines(surface);
        Assert.True(pinned.SetEquals(found),
            $"The public surface changed. If that is meant, run this test once with BATCHWORKFLOW_ACCEPT=surface and commit {Path.GetFileName(file)}.\n"
            + string.Join('\n', found.Except(pinned).Select(line => "+ " + line).Concat(pinned.Except(found).Select(line => "- " + line))));
    }

    /// <summary>Each member with its type before it, so that members of one name are told apart.</summary>
    private static HashSet<string> Lines(string surface)
    {
        HashSet<string> lines = [];
        string type = "";
        foreach (string line in surface.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line[0] == ' ')
                lines.Add($"{type}: {line.Trim()}");
            else
                lines.Add(type = line.TrimEnd());
        return lines;
    }
}
