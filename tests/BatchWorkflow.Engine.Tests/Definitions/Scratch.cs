namespace BatchWorkflow.Engine.Tests.Definitions;

/// <summary>A folder for one test, removed with it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("bw-definitions-").FullName;

    public string Write(string relative, string text)
    {
        string path = Path.Combine(Folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Copy(string from)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            Write(Path.GetRelativePath(from, file), File.ReadAllText(file));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
