using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace BatchWorkflow.Loader;

/// <summary>Loads the cmdlets' assembly into a context of its own; BatchWorkflow.psm1 calls it at each import.</summary>
public static class ModuleLoader
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Assembly> Loaded = new(StringComparer.Ordinal);

    /// <summary>The cmdlets' assembly of this folder, loaded once a session.</summary>
    /// <exception cref="InvalidOperationException">The session already has another build of the shared assembly.</exception>
    public static Assembly Load(string folder)
    {
        lock (Gate)
        {
            if (Loaded.TryGetValue(folder, out Assembly? known))
                return known;
            Assembly shared = Share(Path.Combine(folder, "BatchWorkflow.Abstractions.dll"));
            string main = Path.Combine(folder, "BatchWorkflow.PowerShell.dll");
            return Loaded[folder] = new PrivateContext(main, shared).LoadFromAssemblyPath(main);
        }
    }

    private static Assembly Share(string file)
    {
        Assembly? present = Array.Find(AppDomain.CurrentDomain.GetAssemblies(),
            a => AssemblyLoadContext.GetLoadContext(a) == AssemblyLoadContext.Default && a.GetName().Name == "BatchWorkflow.Abstractions");
        if (present is null)
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
        if (present.ManifestModule.ModuleVersionId == BuildOf(file))
            return present;
        throw new InvalidOperationException(
            $"This session already uses BatchWorkflow from '{Path.GetDirectoryName(present.Location)}'; '{Path.GetDirectoryName(file)}' is another build. "
            + "Start a new session to use it.");
    }

    private static Guid BuildOf(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        MetadataReader metadata = reader.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
