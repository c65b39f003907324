/** What IMDS tells about the machine it stands for. */
export interface Compute {
  readonly azEnvironment: string;
  /** Where clients that look for a regional endpoint find themselves. */
  readonly location: string;
  readonly name: string;
  readonly osType: string;
  readonly provider: string;
  readonly resourceGroupName: string;
  readonly resourceId: string;
  readonly subscriptionId: string;
  readonly vmId: string;
}

/** The ids of the machine, which were made up once. */
export interface MachineIds {
  /** GUID of the machine. */
  readonly vmId: string;
  /** GUID of the subscription it is in. */
  readonly subscriptionId: string;
}

/** Describes the machine: one virtual machine, which there is no more of than its ids. */
export function describeCompute({ vmId, subscriptionId }: MachineIds): Compute {
  const resourceGroupName = 'holdfast';
  const name = 'machine';
  return {
    azEnvironment: 'Holdfast',
    location: 'westeurope',
    name,
    osType: 'Linux',
    provider: 'Microsoft.Compute',
    resourceGroupName,
    resourceId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.Compute/virtualMachines/${name}`,
    subscriptionId,
    vmId,
  };
}
