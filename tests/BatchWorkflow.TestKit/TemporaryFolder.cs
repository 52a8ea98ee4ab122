namespace BatchWorkflow.TestKit;

/// <summary>A folder of one test below the system's temporary folder, removed with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes it.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("bw-test-").FullName;

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>A path inside it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
