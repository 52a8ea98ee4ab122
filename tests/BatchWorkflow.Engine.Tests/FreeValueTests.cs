using System.Text.Json;

namespace BatchWorkflow.Engine.Tests;

/// <summary>Free values on their way through JSON.</summary>
public sealed class FreeValueTests
{
    [Fact]
    public void Values_WrittenAndRead_KeepTheirTypes()
    {
        Dictionary<string, object?> values = new()
        {
            ["port"] = 22L, ["ratio"] = 0.5, ["on"] = true, ["text"] = "22", ["nothing"] = null, ["list"] = new List<object?> { 1L, 2.5 },
        };
        ServerDefinition server = new() { Name = "s", Settings = values };

        ServerDefinition again = JsonSerializer.Deserialize<ServerDefinition>(JsonSerializer.Serialize(server, EngineJson.Line), EngineJson.Line)!;

        Assert.Equal(22L, again.Settings["port"]);
        Assert.Equal(0.5, again.Settings["ratio"]);
        Assert.Equal(true, again.Settings["on"]);
        Assert.Equal("22", again.Settings["text"]);
        Assert.Equal([1L, 2.5], Assert.IsType<List<object?>>(again.Settings["list"]));
    }
}
