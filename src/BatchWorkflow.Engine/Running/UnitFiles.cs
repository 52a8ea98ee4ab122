using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BatchWorkflow.Engine.Storing;

namespace BatchWorkflow.Engine.Running;

/// <summary>Places the files of taskservs where scripts can read and run them: from the run's own copies, one folder a version.</summary>
internal sealed class UnitFiles(ContentFiles content, string root)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _placed = new(StringComparer.Ordinal);

    /// <summary>The folder with a unit's files.</summary>
    public async Task<string> FolderOfAsync(TaskservUnit unit, CancellationToken cancellationToken)
    {
        string files = string.Join('\n', unit.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value}"));
        string version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(files)))[..8];
        string folder = Path.Combine(root, $"{unit.Name}-{version}");
        await _placed.GetOrAdd(folder, f => new Lazy<Task>(() => content.PlaceAsync(f, unit.Files, CancellationToken.None))).Value.WaitAsync(cancellationToken);
        return folder;
    }
}
