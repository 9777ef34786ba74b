# case: seg_joint_transforms
# shape: segmentation package with its own joint Compose; the args dict and pipelines are built in main(train_args)
# truth: by reason: train_joint_transform crops and flips at random and is handed to the val set; the plain one is only built
import torchvision.transforms as standard_transforms
from torch import optim
from torch.utils.data import DataLoader
from torchvision.models.segmentation import fcn_resnet50

import utils.joint_transforms as joint_transforms
from datasets import camvid

args = {'train_batch_size': 4, 'lr': 1e-4, 'epoch_num': 500, 'crop': 320}


def main(train_args):
    net = fcn_resnet50(num_classes=12).cuda()

    mean_std = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    train_joint_transform = joint_transforms.Compose([
        joint_transforms.RandomCrop(train_args['crop']),
        joint_transforms.RandomHorizontallyFlip(),
    ])
    val_joint_transform = joint_transforms.Compose([joint_transforms.FreeScale((320, 320))])
    input_transform = standard_transforms.Compose([
        standard_transforms.ToTensor(),
        standard_transforms.Normalize(*mean_std),
    ])
    target_transform = standard_transforms.PILToTensor()

    train_set = camvid.CamVid('train', joint_transform=train_joint_transform, transform=input_transform,
                              target_transform=target_transform)
    train_loader = DataLoader(train_set, batch_size=train_args['train_batch_size'], num_workers=8, shuffle=True)
    val_set = camvid.CamVid('val', joint_transform=train_joint_transform, transform=input_transform,  # expect: AUG201
                            target_transform=target_transform)
    val_loader = DataLoader(val_set, batch_size=1, num_workers=8, shuffle=False)

    optimizer = optim.Adam(net.parameters(), lr=train_args['lr'])
    for epoch in range(train_args['epoch_num']):
        train(train_loader, net, optimizer)
        validate(val_loader, net)


def train(train_loader, net, optimizer):
    net.train()
    for inputs, labels in train_loader:
        optimizer.zero_grad()
        net(inputs.cuda())['out'].mean().backward()
        optimizer.step()


def validate(val_loader, net):
    net.eval()
    for inputs, gts in val_loader:
        net(inputs.cuda())['out'].argmax(1)


if __name__ == '__main__':
    main(args)
