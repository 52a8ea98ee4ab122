namespace BatchWorkflow;

/// <summary>Registers a provider, a connection or a store of this assembly, in the folder that implements it.</summary>
/// <param name="factory">A <see cref="ProviderFactory"/>, <see cref="ConnectionFactory"/> or <see cref="StoreFactory"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PluginAttribute(Type factory) : Attribute
{
    /// <summary>The factory's type.</summary>
    public Type Factory { get; } = factory;
}
