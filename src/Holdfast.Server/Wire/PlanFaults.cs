using Holdfast.Core.Plans;
using Holdfast.Protocol.Plans;

namespace Holdfast.Server.Wire;

/// <summary>A fault of a plan as the wire tells it.</summary>
public static class PlanFaults
{
    public static Protocol.Plans.PlanFault ToWire(Core.Plans.PlanFault fault) =>
        new(fault.Severity.ToWire(), fault.Code, fault.Message, fault.File, fault.Line, fault.Column, fault.Pointer);

    public static FaultSeverity ToWire(this PlanFaultSeverity severity) => severity switch
    {
        PlanFaultSeverity.Error => FaultSeverity.Error,
        PlanFaultSeverity.Warning => FaultSeverity.Warning,
    };
}
