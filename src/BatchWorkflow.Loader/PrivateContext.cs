using System.Reflection;
using System.Runtime.Loader;

namespace BatchWorkflow.Loader;

/// <summary>Holds everything of the module but what it shares with PowerShell, so that no other module's libraries meet ours.</summary>
internal sealed class PrivateContext(string mainAssembly, Assembly shared) : AssemblyLoadContext("BatchWorkflow")
{
    private readonly AssemblyDependencyResolver _resolver = new(mainAssembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == shared.GetName().Name)
            return shared;
        if (assemblyName.Name == typeof(PrivateContext).Assembly.GetName().Name)
            return typeof(PrivateContext).Assembly;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
