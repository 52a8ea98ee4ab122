namespace BatchWorkflow.TestKit;

/// <summary>Says that a test turns a setting one way and the other and shows the difference.</summary>
/// <param name="setting">The setting with its owner, such as ssh.port.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class TurnsAttribute(string setting) : Attribute
{
    /// <summary>The setting.</summary>
    public string Setting => setting;
}
