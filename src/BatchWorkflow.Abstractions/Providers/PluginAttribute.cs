namespace BatchWorkflow;

/// <summary>Registers a provider or a connection of this assembly, in the folder that implements it.</summary>
/// <param name="factory">A <see cref="ProviderFactory"/> or <see cref="ConnectionFactory"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PluginAttribute(Type factory) : Attribute
{
    /// <summary>The factory's type.</summary>
    public Type Factory { get; } = factory;
}
